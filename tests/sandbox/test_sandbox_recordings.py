"""The sandbox answers as the real store answered, step by step, wherever it answers at all."""

from collections import Counter

import pytest

from tools.recordings.reading import FOLDER
from tools.recordings.replay import DIFFERENT, SAME, replay

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="recorded conversations are not beside the checkout (../shared/recordings)"
)

# How many steps of each conversation are answered alike. A step less means that something came undone.
ALIKE = {
    "bulk-operations/2025-01--bulk-operation-run-mutation-operation-in-progress": 2,
    "bulk-operations/2026-04--bulk-operation-name-independent-run-roots": 2,
    "bulk-operations/2026-04--bulk-operation-run-mutation-allowed-roots": 11,
    "bulk-operations/2026-04--bulk-operation-run-mutation-concurrency-limit": 11,
    "bulk-operations/2026-04--bulk-operation-run-mutation-connection-validators": 5,
    "bulk-operations/2026-04--bulk-operation-run-mutation-empty-file": 1,
    "bulk-operations/2026-04--bulk-operation-run-mutation-file-size": 2,
    "bulk-operations/2026-04--bulk-operation-run-mutation-no-such-file-precedence": 11,
    "bulk-operations/2026-04--bulk-operation-run-mutation-user-errors": 3,
    "bulk-operations/2026-04--bulk-operation-run-mutation-validators": 4,
    "bulk-operations/2026-04--bulk-operation-run-query-concurrency-limit": 6,
    "bulk-operations/2026-04--bulk-operation-run-query-schema-roots": 6,
    "bulk-operations/2026-04--bulk-operation-run-query-validators": 8,
    "bulk-operations/2026-04--bulk-operations-live-hybrid-base-overlay": 1,
    "bulk-operations/2026-04--bulk-operations-read-arg-validation": 8,
    "bulk-operations/2026-04--bulk-operations-sort-key": 1,
    "customers/2025-01--customer-merge-blockers": 4,
    "customers/2025-01--store-credit-account-parity": 11,
    "customers/2026-04--store-credit-account-parity": 31,
    "customers/2026-04--store-credit-account-unknown-id-user-errors": 6,
    "discounts/2026-04--discount-buyer-context-lifecycle": 5,
    "discounts/2026-04--discount-code-basic-name-alias-independence": 2,
    "discounts/2026-04--discount-combines-with-validation": 1,
    "discounts/2026-04--discount-context-customer-selection-conflict": 4,
    "discounts/2026-04--discount-free-shipping-lifecycle": 6,
    "discounts/2026-04--discount-invalid-date-range-all-types": 5,
    "discounts/2026-04--discount-redeem-code-bulk-delete-validation": 4,
    "discounts/2026-04--discount-starts-at-required-validation": 2,
    "discounts/2026-04--discount-status-time-window-derivation": 2,
    "discounts/2026-04--discount-update-reference-validation": 8,
    "functions/2026-04--functions-validation-update-defaults": 1,
    "gift-cards/2025-01--gift-card-create-omitted-optional-fields": 3,
    "gift-cards/2025-01--gift-card-transaction-validation": 16,
    "gift-cards/2025-01--gift-card-update-clear-nullable": 4,
    "gift-cards/2025-01--gift-card-update-deactivated-multi-field": 3,
    "gift-cards/2025-01--gift-card-update-noop": 3,
    "gift-cards/2025-01--gift-card-update-validation": 4,
    "gift-cards/2025-01--gift-card-user-error-typename": 4,
    "metafields/2025-01--metafield-definition-catalog-connection": 6,
    "metafields/2025-01--metafield-definition-create-input-validation": 9,
    "metafields/2025-01--metafield-definition-lifecycle-mutations": 6,
    "metafields/2025-01--metafield-definition-owner-scoped-duplicates": 6,
    "metafields/2025-01--metafields-set-input-validation": 21,
    "metafields/2025-01--metafields-set-parity": 1,
    "metafields/2025-01--metafields-set-validation-gaps": 12,
    "metafields/2025-01--metafieldsSet-value-type-fidelity": 9,
    "metafields/2025-01--standard-metafield-definition-enable-validation": 4,
    "metafields/2026-04--metafield-definition-access-validation": 8,
    "metafields/2026-04--metafield-definition-app-namespace-resolution": 7,
    "metafields/2026-04--metafield-definition-lifecycle-mutations": 6,
    "metafields/2026-04--metafieldsSet-type-from-definition": 3,
    "metafields/2026-04--standard-metafield-definition-enable-error-branches": 4,
    "orders/2025-01--refund-create-full-parity": 1,
    "orders/2025-01--refund-create-over-refund-user-errors": 2,
    "orders/2025-01--refund-create-partial-shipping-restock-parity": 2,
    "orders/2026-04--refund-create-attribution-validation": 3,
    "products/2025-01--tags-add-multi-resource": 8,
    "products/2025-01--tags-add-parity": 1,
    "products/2025-01--tags-normalization-parity": 5,
    "products/2025-01--tags-remove-parity": 1,
    "segments/2025-01--customer-segment-members-query-lifecycle": 1,
    "segments/2025-01--segment-authoritative-prerequisites": 7,
    "segments/2025-01--segment-create-name-failure-short-circuits-query-grammar": 5,
    "segments/2025-01--segment-create-update-length-edge-cases": 5,
    "segments/2025-01--segment-create-update-query-grammar": 9,
    "segments/2025-01--segment-local-runtime-dispatch-validation": 1,
    "segments/2025-01--segment-mutations-required-argument-validation": 9,
    "segments/2025-01--segment-query-grammar-not-contains": 3,
    "segments/2025-01--segment-query-whitespace-preservation": 4,
    "segments/2025-01--segment-update-delete-malformed-gid": 8,
    "segments/2025-01--segments-create-update-validation-limits": 6,
    "segments/2025-01--segments-user-errors-shape": 8,
    "shipping-fulfillments/2026-04--fulfillment-order-set-deadline-closed-not-found": 1,
    "webhooks/2026-04--webhook-subscription-address-byte-size-validation": 3,
    "webhooks/2026-04--webhook-subscription-cloud-uri-validation": 2,
    "webhooks/2026-04--webhook-subscription-list-connection": 11,
    "webhooks/2026-04--webhook-subscription-metafield-namespaces-resolution": 7,
    "webhooks/2026-04--webhook-subscription-metafields-lifecycle": 10,
    "webhooks/2026-04--webhook-subscription-topic-enum-validation": 2,
    "webhooks/2026-04--webhook-subscription-uri-whitespace": 3,
}


@pytest.mark.parametrize("name", ALIKE)
def test_answers_as_recorded(name: str) -> None:
    outcomes = replay(FOLDER / f"{name}.json")
    different = [f"{o.step}\n  {o.why}" for o in outcomes if o.kind == DIFFERENT]
    assert not different, "\n".join(different)
    assert Counter(o.kind for o in outcomes)[SAME] >= ALIKE[name]


def test_recordings_are_where_they_are_expected() -> None:
    assert all((FOLDER / f"{name}.json").is_file() for name in ALIKE)

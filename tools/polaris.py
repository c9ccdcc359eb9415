"""What Polaris elements there are: Shopify's own manifest where npm brought it, else a short list of ours.

`@shopify/polaris-types` declares no licence, so it is read from node_modules and never kept here. The list
has what our templates use; with the manifest at hand it is itself checked against it.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "node_modules/@shopify/polaris-types/dist/custom-elements.json"

ENUM = re.compile(r'("[^"]*"( \| )?)+')


@dataclass(frozen=True, slots=True)
class Element:
    """`attributes`: the values each takes, None for any; `slots`: by name, the empty one is the default."""

    attributes: dict[str, frozenset[str] | None]
    slots: frozenset[str]


def known() -> tuple[dict[str, Element], str]:
    """The elements, and where they were read."""
    if not MANIFEST.exists():
        return (
            OURS | APP_BRIDGE,
            "our own list (npm install @shopify/polaris-types to check against Shopify's)",
        )
    return from_manifest(MANIFEST) | APP_BRIDGE, "Shopify's manifest in node_modules"


def from_manifest(path: Path) -> dict[str, Element]:
    manifest: dict[str, Any] = json.loads(path.read_text())
    declared = (each for module in manifest["modules"] for each in module.get("declarations", []))
    return {each["tagName"]: _element(each) for each in declared if each.get("tagName")}


def _element(declared: dict[str, Any]) -> Element:
    attributes = {each["name"].lower(): _values(each) for each in declared.get("attributes", [])}
    return Element(attributes, frozenset(each.get("name") or "" for each in declared.get("slots", [])))


def _values(attribute: dict[str, Any]) -> frozenset[str] | None:
    text = (attribute.get("type") or {}).get("text") or ""
    return frozenset(re.findall(r'"([^"]*)"', text)) if ENUM.fullmatch(text) else None


def drift(manifest: dict[str, Element]) -> list[str]:
    """What our list says that Shopify's manifest does not."""
    found = []
    for tag, ours in OURS.items():
        theirs = manifest.get(tag)
        if theirs is None:
            found.append(f"tools/polaris.py: <{tag}> is not a Polaris element")
            continue
        found += [
            f"tools/polaris.py: <{tag} {name}> is not an attribute"
            for name in ours.attributes.keys() - theirs.attributes
        ]
        found += [f"tools/polaris.py: <{tag}> has no slot {name!r}" for name in ours.slots - theirs.slots]
        for name, values in ours.attributes.items():
            allowed = theirs.attributes.get(name)
            if values and allowed and not values <= allowed:
                found.append(f"tools/polaris.py: <{tag} {name}> does not take {sorted(values - allowed)}")
    return found


def _any(names: str) -> dict[str, frozenset[str] | None]:
    return dict.fromkeys(names.split())


def _one_of(**values: str) -> dict[str, frozenset[str] | None]:
    return {name: frozenset(text.split()) for name, text in values.items()}


CONTENT = frozenset(("",))
TONES = "auto neutral info success caution warning critical"
COMMANDS = "--auto --show --hide --toggle --copy"
WORDS = _one_of(color="base subdued", tone=TONES, accessibilityvisibility="visible hidden exclusive")
FIELD = _any("label name value placeholder details error required disabled")
LABEL = _one_of(labelaccessibilityvisibility="visible exclusive")
FLOW = _any("gap padding border borderradius gridtemplatecolumns") | _one_of(direction="block inline")

OURS = {
    "s-badge": Element(_any("icon") | _one_of(tone=TONES), CONTENT),
    "s-banner": Element(
        _any("heading dismissible") | _one_of(tone="auto info success warning critical"),
        CONTENT | {"secondary-actions"},
    ),
    "s-box": Element(_any("padding border borderradius"), CONTENT),
    "s-button": Element(
        _any("href commandfor disabled accessibilitylabel icon loading")
        | _one_of(variant="auto primary secondary tertiary", type="button reset submit", command=COMMANDS),
        CONTENT,
    ),
    "s-divider": Element({}, frozenset()),
    "s-empty-state": Element(
        _any("heading"), frozenset(("primary-action", "secondary-actions", "graphic", "subheading"))
    ),
    "s-grid": Element({name: None for name in FLOW if name != "direction"}, CONTENT),
    "s-heading": Element(_one_of(accessibilityvisibility="visible hidden exclusive"), CONTENT),
    "s-link": Element(_any("href commandfor accessibilitylabel target") | _one_of(command=COMMANDS), CONTENT),
    "s-list-item": Element({}, CONTENT),
    "s-modal": Element(_any("heading size"), CONTENT | {"primary-action", "secondary-actions"}),
    "s-option": Element(_any("value selected disabled"), CONTENT),
    "s-page": Element(
        _any("heading") | _one_of(inlinesize="base small large"),
        CONTENT | {"aside", "primary-action", "secondary-actions", "breadcrumb-actions"},
    ),
    "s-paragraph": Element(WORDS, CONTENT),
    "s-progress": Element(_any("accessibilitylabel value max") | _one_of(tone=TONES), frozenset()),
    "s-search-field": Element(FIELD | LABEL | _any("maxlength"), frozenset(("error", "details"))),
    "s-section": Element(
        _any("heading subheading accessibilitylabel") | _one_of(padding="base none"),
        CONTENT | {"primary-action", "secondary-actions"},
    ),
    "s-select": Element(FIELD | LABEL, CONTENT | {"error", "details"}),
    "s-stack": Element(
        {name: value for name, value in FLOW.items() if name != "gridtemplatecolumns"}, CONTENT
    ),
    "s-table": Element(_one_of(variant="auto list"), CONTENT | {"filters"}),
    "s-table-body": Element({}, CONTENT),
    "s-table-cell": Element({}, CONTENT),
    "s-table-header": Element(
        _one_of(listslot="primary secondary inline kicker labeled", format="base numeric currency"), CONTENT
    ),
    "s-table-header-row": Element({}, CONTENT),
    "s-table-row": Element(_any("clickdelegate"), CONTENT),
    "s-text": Element(WORDS | _one_of(type="strong address redundant generic"), CONTENT),
    "s-unordered-list": Element({}, CONTENT),
}

APP_BRIDGE = {"s-app-nav": Element({}, CONTENT)}
"""Of App Bridge, whose manifest is another package's."""

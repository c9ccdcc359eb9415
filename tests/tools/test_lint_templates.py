"""The template lint finds what a browser would only swallow."""

import pytest

from tools.polaris import OURS
from tools.template_check import Check

WRONG = {
    "<s-banana></s-banana>": "<s-banana> is not a Polaris element",
    '<s-button varient="primary">Go</s-button>': "<s-button varient> is not an attribute",
    '<s-button variant="red">Go</s-button>': '<s-button variant="red"> is none of',
    '<s-page><s-text slot="top">x</s-text></s-page>': '<s-page> has no slot "top"',
    '<p onclick="go()">Go</p>': "no inline event handlers",
    '<a href="https://elsewhere.example">x</a>': "leads to another host",
    '<img src="//elsewhere.example/x.png">': "leads to another host",
    '<s-search-field name="q"></s-search-field>': "<s-search-field> has no label",
    '<input name="q">': "<input> has no aria-label",
    '<s-progress value="1"></s-progress>': "<s-progress> has no accessibilitylabel",
    "<script>go()</script>": "<script> inside the page",
    '<p style="color: red">x</p>': "<p style>",
    "<p>{{ name | safe }}</p>": "written without escaping",
    "<s-box><p>x</s-box>": "<p> is not closed before </s-box>",
    "<s-divider/>": "<s-divider/> does not close",
}


@pytest.mark.parametrize(("markup", "problem"), WRONG.items())
def test_a_mistake_is_found_with_its_line(markup: str, problem: str) -> None:
    (found,) = Check("page.html", OURS).run(f"\n{markup}\n")

    assert found.startswith("page.html:2 ")
    assert problem in found


def test_a_tiers_colour_may_stand_in_a_page_of_the_store_alone() -> None:
    markup = '<li style="--vip-accent: {{ tier.color }}">x</li>'

    assert Check("templates/shopper/program.html", OURS).run(markup) == []
    assert "<li style>" in Check("templates/home.html", OURS).run(markup)[0]


def test_what_jinja_writes_is_no_mistake() -> None:
    markup = """{% if a %}<s-button variant="{{ b }}" {% if c %}disabled{% endif %}>
        {{ words }}</s-button>{% endif %}<script src="{{ cdn }}/x.js"></script>"""

    assert Check("page.html", OURS).run(markup) == []

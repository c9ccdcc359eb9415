"""The languages that we speak, and the nearest of them to any other."""

LANGUAGES = ("en", "ja", "ms", "zh", "pt_BR")


def nearest(name: str) -> str | None:
    """`pt-BR`, `pt` and `pt_PT` → pt_BR, `zh-TW` → zh, `de` → None."""
    spoken = name.replace("_", "-").split("-")[0].lower()
    return next((each for each in LANGUAGES if each.split("_")[0] == spoken), None)

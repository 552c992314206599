"""A small vocabulary for writing content folders in tests: one good file, and ways to spoil it."""

from pathlib import Path

GOOD: dict[str, str] = {
    "title": '"Rest"',
    "slug": '"rest"',
    "kind": '"article"',
    "description": '"About rest."',
    "answer": '"Rest is free."',
    "author": '"The shop\'s editors"',
    "medical_review": '"Not medically reviewed"',
    "published_on": "2026-11-25",
    "updated_on": "2026-11-25",
    "next_review_on": "2027-11-25",
    "care": '"twitching"',
    "references": '["NHS"]',
}

RECIPE: dict[str, str] = {
    "kind": '"recipe"',
    "portions": "2",
    "minutes": "5",
    "ingredients": '[{ amount = "100 g", name = "banana" }]',
    "allergens": '["Milk"]',
    "steps": '["Blend."]',
}

TEXT = "Sit down.[^NHS]\n\n## Why rest\n\nBecause.\n"


def article(
    folder: Path, name: str = "rest", text: str = TEXT, shelf: str = "articles", **keys: str | None
) -> None:
    """Writes one file; each of `keys` is TOML for that key, or None to leave the key out."""
    values = GOOD | {"slug": f'"{name}"'} | {key: value for key, value in keys.items() if value is not None}
    left_out = {key for key, value in keys.items() if value is None}
    lines = [f"{key} = {value}" for key, value in values.items() if key not in left_out]
    raw(folder, f"{shelf}/{name}.md", "+++\n" + "\n".join(lines) + "\n+++\n" + text)


def raw(folder: Path, name: str, content: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


def library(folder: Path) -> Path:
    """A folder with the two files every text leans on, and nothing to read yet."""
    raw(folder, "references.toml", '[NHS]\ntitle = "NHS: Rest"\naddress = "https://www.nhs.uk/rest"\n')
    raw(
        folder,
        "care.toml",
        '[twitching]\ntitle = "Help"\n'
        '[[twitching.levels]]\nurgency = "emergency"\naction = "Call 999"\nsigns = ["A fit."]\n',
    )
    return folder

"""The pages are complete in Traditional Chinese: whoever writes a text translates it too."""

from scripts.messages import read


def test_every_text_of_the_pages_is_translated() -> None:
    missing = [message.id for message in read("zh_Hant") if message.id and not any(message.string)]
    assert missing == []

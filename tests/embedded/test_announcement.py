"""What the person who started the product is told."""

from clinic.embedded.announcement import ready_block, ready_content

DEMO = {
    "logins": [{"role": "therapist", "clinic": "Harbour Clinic", "username": "theo", "password": "on-two-feet"}],
    "api_clients": [
        {"clinic": "Harbour Clinic", "client_id": "harbour", "client_secret": "s3cret", "scopes": ["patients:read"]}
    ],
}


def test_scripts_find_the_addresses_the_logins_and_the_api_clients() -> None:
    assert ready_content(8123, DEMO) == {
        "admin_url": "http://127.0.0.1:8123/admin/",
        "api_url": "http://127.0.0.1:8123/api/v1/",
        "logins": DEMO["logins"],
        "api_clients": DEMO["api_clients"],
    }


def test_a_person_reads_the_same_in_one_block() -> None:
    block = ready_block(ready_content(8123, DEMO), "/data/ready.json", "/data/logs")
    for told in (
        "http://127.0.0.1:8123/admin/",
        "http://127.0.0.1:8123/api/v1/docs/",
        "therapist  Harbour Clinic  theo       on-two-feet",
        "Harbour Clinic  harbour    s3cret",
        "/data/ready.json",
        "Ctrl-C",
    ):
        assert told in block

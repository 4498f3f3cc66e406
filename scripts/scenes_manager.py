"""What a manager sees beside the work of the others."""

from camera import Camera

WHO = "grace"
PAGES = {
    "dashboard": "manager/",
    "roles": "manager/roles/",
    "pairs": "outcomes/prespecifiedpair/",
    "audit": "audit/auditevent/",
}


def manager(camera: Camera) -> None:
    with camera.desk(WHO) as page:
        for name, path in PAGES.items():
            camera.open(page, path)
            camera.take(page, name)
        camera.open(page, "assessments/protocol/")
        page.locator("#result_list tbody th a").first.click()
        page.wait_for_load_state("networkidle")
        camera.take(page, "protocol")

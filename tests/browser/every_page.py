"""Every page of the clinic's work: whose it is, how to reach it, and what to do there before it is looked at."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Intake, Protocol, ProtocolStep
from assessments.services.protocols import add_protocol
from clinic.common.caller import Caller
from clinic.practice.models import Clinic, Membership
from clinic.workplace.worklists.view import WORKLISTS
from patients.models import Episode, Patient
from tests.assessments.intakes import answered, invited
from tests.builders import make_assessment, make_course, make_episode, make_patient, make_plan, make_session
from treatments.models import FollowUp, Plan, TreatmentSession
from treatments.outcomes.building import build_report
from treatments.outcomes.models import OutcomeReport
from treatments.outcomes.requesting.patient import request_patient_report


@dataclass(frozen=True, slots=True)
class World:
    """A clinic in which every page has something to show."""

    amy: Patient
    amie: Patient
    """Probably Amy."""
    therapist: Membership
    plan: Plan
    ended: Episode
    waiting: TreatmentSession
    running: TreatmentSession
    assessment: Assessment
    sheet: Intake
    token: str
    report: OutcomeReport
    follow_up: FollowUp
    protocol: Protocol


def world_of(clinic: Clinic, therapist: Membership, as_rosa: Caller, as_theo: Caller, as_mira: Caller) -> World:
    amy = make_patient(clinic, second_script_name="黃愛美", alerts=["implant"], phone="+85223456789")
    amie = make_patient(clinic, given_name="Amie", phone="+85223456789")
    ben = make_patient(clinic, given_name="Ben", family_name="Okafor", birth_date=dt.date(1971, 2, 3))
    goals = [{"region": "low_back", "side": "none", "target": 2}]
    plan = make_plan(make_episode(amy), goals=goals, planned_sessions=3)
    ended = make_episode(ben, closed_at=dt.date(2026, 3, 20), close_reason="goal_met")
    course = make_course(amy, therapist, by=as_theo, visits=4)
    report = request_patient_report(patient=amy, by=as_theo)
    build_report(report.pk)
    noon = dt.datetime.combine(as_theo.today(), dt.time(12), as_theo.zone)
    make_assessment(amie, by=as_theo)
    make_session(amy, therapist, plan=plan, starts_at=noon - dt.timedelta(days=2))
    make_episode(make_patient(clinic, given_name="Cem", family_name="Yilmaz"), opened_at=dt.date(2026, 1, 5))
    protocol = Protocol(name="Standard", is_default=True)
    return World(
        amy=amy,
        amie=amie,
        therapist=therapist,
        plan=plan,
        ended=ended,
        waiting=make_session(ben, therapist, starts_at=noon),
        running=make_session(amy, therapist, plan=plan, status="in_progress", starts_at=noon - dt.timedelta(hours=1)),
        assessment=course[-1],
        sheet=answered(amy, as_rosa),
        token=invited(ben, as_rosa)[1],
        report=report,
        follow_up=FollowUp.objects.create(clinic=clinic, patient=ben, episode=ended, due_on=dt.date(2026, 4, 1)),
        protocol=add_protocol(
            protocol, [ProtocolStep(measure="pelvic_obliquity", sides="none", readings=2)], by=as_mira
        ),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A page: ``path`` in the world, and ``first`` what is done there before one looks."""

    path: Callable[[World], str]
    first: Callable[[Page], None] = lambda page: None


def at(name: str, of: str = "", **query: str) -> Place:
    """The page with this name in the addresses, ``of`` a record of the world."""
    return Place(lambda world: reverse(name, args=[getattr(world, of).uuid] if of else [], query=query or None))


def with_patient(name: str, first: Callable[[Page], None] = lambda page: None) -> Place:
    return Place(lambda world: reverse(name, query={"patient": str(world.amy.uuid)}), first)


def in_panel(panel: str, session: str) -> Place:
    return Place(
        lambda world: reverse("admin:index", query={"panel": panel, "session": str(getattr(world, session).uuid)})
    )


def unusual_and_impossible(page: Page) -> None:
    """One value is unusual, one cannot be, and the help is open; nothing is saved."""
    obliquity = page.locator("#measure-pelvic_obliquity-0")
    obliquity.get_by_role("textbox").first.fill("8")
    obliquity.locator(".help summary").click()
    obliquity.locator(".row-more > summary").click()
    page.locator(".more-measures > summary").click()
    page.locator("#measure-knee_frontal_hka-0").get_by_role("textbox").first.fill("50")
    page.get_by_role("button", name="Save assessment").click()
    expect(page.locator("#measure-knee_frontal_hka-0")).to_contain_text("cannot be 50°")


def impossible_on_paper(page: Page) -> None:
    page.locator('[name="cell-0-measure.pelvic_obliquity.none"]').fill("50")
    page.locator('[name="day-0"]').fill("2019-03-04")
    page.get_by_role("button", name="Save all rows").click()
    expect(page.get_by_text("Pelvic obliquity cannot be 50°.").first).to_be_visible()


def likely_duplicate(page: Page) -> None:
    page.get_by_label("Family name").fill("Wong")
    page.get_by_label("Given name").fill("Amy")
    page.get_by_label("Birth date").fill("2018-05-17")
    expect(page.get_by_text("Already registered?")).to_be_visible()


def show_initials(page: Page) -> None:
    page.get_by_role("button", name="Initials").click()
    expect(page.get_by_role("button", name="Initials")).to_have_attribute("aria-pressed", "true")


def show_charts(page: Page) -> None:
    expect(page.locator("figure[data-chart] svg.marks").first).to_be_visible()


def show_all_numbers(page: Page) -> None:
    show_charts(page)
    for numbers in page.locator("figure details summary").all():
        if numbers.is_visible():
            numbers.click()


def find_somebody(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("wong")
    expect(page.get_by_role("dialog").get_by_role("option").first).to_be_visible()


def fill_in_the_sheet(page: Page) -> None:
    page.get_by_label("What brings you here?").fill("It burns on the stairs")
    page.locator('.spot[data-name="Knee, left"]').first.press("6")
    expect(page.get_by_role("radiogroup", name="Knee, Left")).to_be_visible()


PATIENTS: Mapping[str, Place] = {
    "login": at("admin:login"),
    "the patient's sheet": Place(lambda world: reverse("intake:sheet", args=[world.token]), fill_in_the_sheet),
    "thanks for the sheet": at("intake:thanks"),
}
"""Before anybody is logged in."""

DESK: Mapping[str, Place] = {
    "today": at("admin:index"),
    "booking": at("admin:index", panel="book", q="wong"),
    "receiving": in_panel("arrive", "waiting"),
    "cancelling": in_panel("cancel", "waiting"),
    "week": at("workplace:week"),
    "somebody is away": Place(
        lambda world: reverse(
            "workplace:away",
            query={
                "therapist": str(world.therapist.uuid),
                "day": timezone.localdate().isoformat(),
                "way": "cancel",
                "reason": "ill",
            },
        )
    ),
    "registering": Place(lambda world: reverse("admin:patients_patient_add"), likely_duplicate),
    "patients": at("admin:patients_patient_changelist"),
    "nobody found": at("admin:patients_patient_changelist", q="nobody"),
    "patient, desk's half": at("workplace:patient", "amy"),
    "patient's details": at("admin:patients_patient_change", "amy"),
    "duplicates": at("workplace:duplicates"),
    "comparing": Place(lambda world: reverse("workplace:compare", args=[world.amy.uuid, world.amie.uuid])),
    "sheets of a patient": at("workplace:intake", "amy"),
    "finding from anywhere": Place(lambda world: reverse("workplace:week"), find_somebody),
    "today in initials": Place(lambda world: reverse("admin:index"), show_initials),
}
THERAPIST: Mapping[str, Place] = {
    "patient": Place(lambda world: reverse("workplace:patient", args=[world.amy.uuid]), show_all_numbers),
    "patient with one reading": Place(lambda world: reverse("workplace:patient", args=[world.amie.uuid]), show_charts),
    "opening an episode": with_patient("admin:patients_episode_add"),
    "assessing": with_patient("admin:assessments_assessment_add", unusual_and_impossible),
    "assessment": at("admin:assessments_assessment_change", "assessment"),
    "old paper records": with_patient("admin:assessments_assessment_paper", impossible_on_paper),
    "plan": at("admin:treatments_plan_change", "plan"),
    "session note": at("admin:treatments_treatmentsession_complete", "running"),
    "session": at("admin:treatments_treatmentsession_change", "running"),
    "closing an episode": Place(lambda world: reverse("workplace:discharge", args=[world.plan.episode.uuid])),
    "closed episode": at("workplace:discharge", "ended"),
    "follow-up": at("admin:treatments_followup_change", "follow_up"),
    "recording a follow-up": at("admin:treatments_followup_record", "follow_up"),
    "filled in by a patient": at("admin:assessments_intake_change", "sheet"),
    "asking for a report": at("admin:outcomes_outcomereport_add"),
    "report": Place(
        lambda world: reverse("admin:outcomes_outcomereport_change", args=[world.report.uuid]), show_all_numbers
    ),
    **{
        f"worklist {one.name}": Place(
            lambda world, name=one.name: reverse("workplace:worklist", args=[name], query={"whose": "all"})  # type: ignore[misc]
        )
        for one in WORKLISTS
    },
}
MANAGER: Mapping[str, Place] = {
    "dashboard": at("workplace:manager"),
    "roles": at("workplace:roles"),
    "who did what": at("admin:audit_auditevent_changelist"),
    "protocol": at("admin:assessments_protocol_change", "protocol"),
    "staff": at("admin:practice_membership_changelist"),
}

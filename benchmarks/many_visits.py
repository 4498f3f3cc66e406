"""Fills a database with the visits of many patients over ten years, in the order in which a clinic enters them.

Each patient has ten weekly assessments, with an obliquity and a rating of the low back, and twelve sessions, most of
which take place. The years ended a year ago, and every episode is open. With ``--today`` the last patient came today:
what lies ahead is booked or not measured yet, and of the episodes that are over four in five are closed. Prints the
clinic's id.
"""

import datetime as dt
import os
import sys

import django
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

os.environ["PLUMBLINE_PROCESS"] = "manage"
django.setup()

from clinic.practice.models import Clinic, Membership, User  # noqa: E402

VISITS, SESSIONS, DAYS = 10, 12, 3650
A_YEAR = dt.timedelta(days=365)


PATIENTS = """
    INSERT INTO patients_patient (clinic_id, uuid, version, created_at, updated_at, record_number, family_name,
        given_name, preferred_name, second_script_name, birth_date, sex, phone, email, address, occupation, sports,
        referral_source, status, preferred_language, alerts)
    SELECT %(clinic)s, gen_random_uuid(), 1, first_seen, first_seen, 'P-' || lpad(n::text, 7, '0'),
        'Family' || n %% 997, 'Given' || n, '', '', date '1940-01-01' + n %% 25000,
        CASE n %% 5 WHEN 0 THEN 'male' ELSE 'female' END, '', '', '1 Harbour Road', '', '', '', 'active', '', '{}'
    FROM (SELECT n, %(began)s::timestamptz + n * interval '1 day' * %(days)s / %(patients)s AS first_seen
          FROM generate_series(0, %(patients)s - 1) n) person ORDER BY n
"""
EPISODES = """
    INSERT INTO patients_episode (clinic_id, uuid, version, created_at, updated_at, entered_in_error_reason, patient_id,
        region, side, opened_at, cause, diagnoses, earlier_treatments, assistive_device, red_flags, goals, close_reason)
    SELECT clinic_id, gen_random_uuid(), 1, created_at, created_at, '', id, 'low_back', 'none', created_at::date,
        CASE id %% 3 WHEN 0 THEN 'posture' WHEN 1 THEN 'sitting' ELSE 'unknown' END, '[]', '{}', '', '{}', '', ''
    FROM patients_patient WHERE clinic_id = %(clinic)s ORDER BY id
"""
PLANS = """
    INSERT INTO treatments_plan (clinic_id, uuid, version, created_at, updated_at, entered_in_error_reason, patient_id,
        episode_id, planned_sessions, goals, discharge_criteria, status)
    SELECT clinic_id, gen_random_uuid(), 1, created_at, created_at, '', patient_id, id, %(sessions)s, '[]', '', 'active'
    FROM patients_episode WHERE clinic_id = %(clinic)s AND id %% 3 > 0 ORDER BY id
"""
SESSIONS_OF_ALL = """
    INSERT INTO treatments_treatmentsession (clinic_id, uuid, version, created_at, updated_at, entered_in_error_reason,
        patient_id, plan_id, therapist_id, during, status, status_reason, therapist_may_overlap, room_may_overlap,
        note_subjective, note_objective, note_assessment, note_plan, adverse_event)
    SELECT %(clinic)s, gen_random_uuid(), 4, begins - interval '5 days', begins + interval '1 hour', '', patient_id,
        plan_id, %(therapist)s, tstzrange(begins, begins + interval '45 minutes'),
        CASE WHEN begins > now() THEN 'booked' WHEN chance < 0.05 THEN 'cancelled' WHEN chance < 0.1 THEN 'no_show'
            ELSE 'completed' END, '', true, true,
        repeat('Less stiff in the morning. ', 3), repeat('Moves freely. ', 3), '', 'Go on.', ''
    FROM (SELECT episode.patient_id, plan.id AS plan_id, random() AS chance,
              episode.created_at + visit * interval '6 days' + interval '1 day' AS begins
          FROM patients_episode episode LEFT JOIN treatments_plan plan ON plan.episode_id = episode.id,
              generate_series(0, %(sessions)s - 1) visit
          WHERE episode.clinic_id = %(clinic)s) planned ORDER BY begins
"""
ASSESSMENTS = """
    INSERT INTO assessments_assessment (clinic_id, uuid, version, created_at, updated_at, entered_in_error_reason,
        source, source_key, source_sha256, patient_id, episode_id, rater_id, taken_at, kind, timing, footwear, protocol,
        note, reason, from_paper, time_known)
    SELECT %(clinic)s, gen_random_uuid(), 1, taken_at + interval '10 minutes', taken_at + interval '10 minutes', '', '',
        '', '', patient_id, id, %(therapist)s, taken_at, 're_assessment', 'before_treatment', 'barefoot', '', '', '',
        false, true
    FROM (SELECT id, patient_id, created_at + visit * interval '7 days' AS taken_at
          FROM patients_episode, generate_series(0, %(visits)s - 1) visit WHERE clinic_id = %(clinic)s) visit
    WHERE taken_at < now() ORDER BY taken_at
"""
MEASUREMENTS = """
    INSERT INTO assessments_measurement (clinic_id, uuid, version, created_at, updated_at, assessment_id, measure, side,
        method, posture, instrument, readings, value, entered_unit, entered_readings, confirmed_unusual, position)
    SELECT clinic_id, gen_random_uuid(), 1, created_at, created_at, id, 'pelvic_obliquity', 'none', 'palm', 'standing',
        '', ARRAY[reading], reading, 'deg', ARRAY[reading], false, 0
    FROM (SELECT *, 1.5 + 2 * random() + patient_id %% 4 - 0.1 * (id %% 10) AS reading
          FROM assessments_assessment WHERE clinic_id = %(clinic)s) visit ORDER BY id
"""
RATINGS = """
    INSERT INTO assessments_painrating (clinic_id, uuid, version, created_at, updated_at, entered_in_error_reason,
        source, source_key, source_sha256, patient_id, episode_id, assessment_id, taken_at, region, side, intensity,
        recall, context, mode, timing)
    SELECT clinic_id, gen_random_uuid(), 1, created_at, created_at, '', '', '', '', patient_id, episode_id, id,
        taken_at, 'low_back', 'none', (3 + 3 * random() + patient_id %% 3)::int, '7d_average', 'overall', 'verbal',
        timing
    FROM assessments_assessment WHERE clinic_id = %(clinic)s ORDER BY id
"""
CLOSED_EPISODES = """
    UPDATE patients_episode SET closed_at = opened_at + 75, close_reason = 'goal_met'
    WHERE clinic_id = %(clinic)s AND opened_at + 75 < now() AND id %% 5 > 0
"""
CLOSED_PLANS = """
    UPDATE treatments_plan SET status = 'completed' FROM patients_episode
    WHERE episode_id = patients_episode.id AND closed_at IS NOT NULL AND treatments_plan.clinic_id = %(clinic)s
"""
ALL_OPEN = (PATIENTS, EPISODES, PLANS, SESSIONS_OF_ALL, ASSESSMENTS, MEASUREMENTS, RATINGS)


def main(patients: int, *, until_today: bool) -> None:
    call_command("setup_database", verbosity=0)
    clinic = Clinic.objects.create(name="Harbour Clinic", time_zone="Asia/Hong_Kong")
    user = User.objects.create(username="theo")
    therapist = Membership.objects.create(clinic=clinic, user=user, role="therapist", display_name="Theo")
    values = {
        "clinic": clinic.pk,
        "therapist": therapist.pk,
        "patients": patients,
        "visits": VISITS,
        "sessions": SESSIONS,
        "days": DAYS,
        "began": timezone.now() - dt.timedelta(days=DAYS) - (dt.timedelta() if until_today else A_YEAR),
    }
    with connections["owner"].cursor() as cursor:
        for statement in (*ALL_OPEN, *((CLOSED_EPISODES, CLOSED_PLANS) if until_today else ())):
            cursor.execute(statement, values)
        for statement in ("VACUUM (ANALYZE)", "CHECKPOINT"):
            cursor.execute(statement)
    print(clinic.pk)


if __name__ == "__main__":
    main(int(sys.argv[1]), until_today="--today" in sys.argv)

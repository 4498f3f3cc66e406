"""The statement that reads the courses of many episodes at once: its plan, its sessions, its last assessment.

It says in SQL what ``valid`` and ``completed`` say elsewhere. Each episode is looked up once in every table, by an
index; annotations would repeat a subquery in each that builds on it.
"""

COURSES = """
    SELECT episode.patient_id, episode.id, episode.uuid, episode.closed_at, plan.planned_sessions,
        treated.done, treated.done_since, treated.all_since, measured.last_on, clinic.reassess_every_sessions
    FROM patients_patient patient
    JOIN practice_clinic clinic ON clinic.id = patient.clinic_id
    JOIN patients_episode episode ON episode.patient_id = patient.id
    LEFT JOIN LATERAL (
        SELECT id, planned_sessions FROM treatments_plan
        WHERE episode_id = episode.id AND status = 'active' AND entered_in_error_at IS NULL
        ORDER BY id DESC LIMIT 1
    ) plan ON true
    LEFT JOIN LATERAL (
        SELECT (taken_at AT TIME ZONE %(zone)s)::date AS last_on FROM assessments_assessment
        WHERE patient_id = episode.patient_id AND (episode_id = episode.id OR episode_id IS NULL)
            AND entered_in_error_at IS NULL AND id NOT IN (
                SELECT replaces_id FROM assessments_assessment
                WHERE clinic_id = %(clinic)s AND replaces_id IS NOT NULL
            )
        ORDER BY taken_at DESC LIMIT 1
    ) measured ON true
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE plan_id = plan.id) AS done,
            count(*) FILTER (WHERE plan_id = plan.id AND since) AS done_since,
            count(*) FILTER (WHERE since) AS all_since
        FROM (
            SELECT plan_id, coalesce((starts_at AT TIME ZONE %(zone)s)::date > measured.last_on, true) AS since
            FROM treatments_treatmentsession
            WHERE plan_id IN (SELECT id FROM treatments_plan WHERE episode_id = episode.id)
                AND status = 'completed' AND entered_in_error_at IS NULL
        ) session
    ) treated
    WHERE patient.clinic_id = %(clinic)s AND patient.id = ANY(%(patients)s)
        AND patient.status = 'active' AND patient.merged_into_id IS NULL
        AND episode.clinic_id = %(clinic)s AND episode.entered_in_error_at IS NULL
        AND (episode.closed_at IS NULL OR episode.closed_at > %(closed_after)s AND NOT EXISTS (
            SELECT 1 FROM treatments_followup
            WHERE episode_id = episode.id AND due_on > episode.closed_at AND entered_in_error_at IS NULL
        ))
    ORDER BY episode.patient_id, episode.id
"""
"""One row for each episode of active ``patients`` that is open, or closed lately without a follow-up planned since.

``zone`` names the clinic's time zone, whose days tell whether a session lies after the last assessment.
"""

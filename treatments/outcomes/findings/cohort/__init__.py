"""What a cohort report finds: columns of whole patients in, typed findings with a status and reasons out. Pure."""

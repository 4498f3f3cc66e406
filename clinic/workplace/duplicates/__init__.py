"""The pages on which two records of one person are found, compared, merged or told apart."""

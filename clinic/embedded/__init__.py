"""The whole product on one machine: PostgreSQL and Valkey from wheels, and a supervisor over every process.

For development, the demo and tests. Production brings servers of its own.
"""

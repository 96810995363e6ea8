"""What the service does when things break: clients under load, one fault at a time, and a checker of what was promised."""

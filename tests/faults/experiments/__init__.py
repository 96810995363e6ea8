"""One file an experiment, numbered as in the table of faults."""

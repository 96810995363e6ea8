"""From a fresh clone to a working environment, with nothing but Python 3.11: packages, front end, test programs."""

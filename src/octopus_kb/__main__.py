"""`python -m octopus_kb`: the same as the command `octopus-kb`."""

from octopus_kb.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

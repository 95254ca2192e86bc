"""`python -m henequen`."""

from henequen.cli import main

if __name__ == "__main__":
    main()

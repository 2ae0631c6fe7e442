"""`python -m stanchion`."""

from stanchion.cli.main import main

if __name__ == "__main__":
    main()

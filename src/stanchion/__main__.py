"""`python -m stanchion`."""

import gc

gc.disable()  # a command lives for a second and keeps what it makes; collecting costs a tenth of it

from stanchion.cli.main import main  # noqa: E402 - the collector is off before the imports

if __name__ == "__main__":
    main()

"""`python -m gongdao` is the command `gongdao`."""

from gongdao.cli.main import main

main()

"""What an exception means to the person at the command line: a sentence and an exit code."""

import subprocess

from gongdao.cli.language import say


def told(fault: Exception) -> tuple[int, str]:
    """Exit code and sentence. 2 for what the user can mend, 3 for a fault of ours."""
    name = type(fault).__name__
    line = str(fault).strip().splitlines()[0] if str(fault).strip() else name
    if isinstance(fault, subprocess.CalledProcessError | subprocess.TimeoutExpired):
        return 2, say(
            f"自带的数据库没有启动：{line}。请看数据目录下 db/log。",
            f"the embedded database did not start: {line}. See db/log in the data folder.",
        )
    if name == "OperationalError":
        return 2, say(
            f"连不上数据库：{line}。请检查 DATABASE_URL，或先运行 gongdao serve。",
            f"cannot reach the database: {line}. Check DATABASE_URL, or run gongdao serve first.",
        )
    if name in ("ProgrammingError", "UndefinedTable", "UndefinedFunction"):
        return 2, say(
            f"数据表不是最新的：{line}。请运行 gongdao manage migrate。",
            f"the tables are not up to date: {line}. Run gongdao manage migrate.",
        )
    if isinstance(fault, OSError | ValueError):
        return 2, line
    return 3, say(
        f"程序出错（{name}）：{line}。设 GONGDAO_DEBUG=1 可看到细节，请报告给我们。",
        f"a fault of ours ({name}): {line}. Set GONGDAO_DEBUG=1 to see the details, and please report it.",
    )

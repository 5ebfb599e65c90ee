"""What an exception means to the person at the command line: a sentence and an exit code."""

import errno
import subprocess

from gongdao.cli.language import say

UNWRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT)


def told(fault: Exception) -> tuple[int, str]:
    """Exit code and sentence. 2 for what the user can mend, 3 for a fault of ours."""
    name = type(fault).__name__
    line = str(fault).strip().splitlines()[0] if str(fault).strip() else name
    if isinstance(fault, subprocess.CalledProcessError | subprocess.TimeoutExpired):
        from gongdao.config.embedded import said

        why = said(fault)
        return 2, say(
            f"自带的数据库没有启动：{why}。请看数据目录下 db/log。",
            f"the embedded database did not start: {why}. See db/log in the data folder.",
        )
    if name == "AlreadyServedError":
        return 2, say(
            f"数据目录 {fault.data} 已有一个 gongdao 在服务（进程与网址：{fault.where}）。"  # type: ignore[attr-defined]
            "请先停止它，或用 --data 另选目录；要同时处理更多请求，请用 --workers。",
            f"{line}. Stop that one first, or name another folder with --data; to serve more at once use --workers.",
        )
    if name == "WrittenByNewerError":
        return 2, say(
            f"这些数据由更新的版本写成（{line}），本版本会读错，因此没有打开。请换回更新的版本，或恢复升级前的备份。",
            f"a newer version has written these data ({line}); this one would misread them and has left them alone. "
            "Run the newer version, or restore the backup made before the upgrade.",
        )
    if isinstance(fault, OSError) and fault.errno in UNWRITABLE:
        where = fault.filename or say("数据目录", "the data folder")
        return 2, say(
            f"{where} 无法读写：{fault.strerror}。请检查权限和磁盘剩余空间；数据目录可用 GONGDAO_DATA 另选。",
            f"{where} cannot be read or written: {fault.strerror}. Check its permissions and the room on the "
            "disk; GONGDAO_DATA chooses another data folder.",
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

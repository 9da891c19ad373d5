"""Runs inside the environment of `bots_peer`, where botscore is installed: reads with a grammar, writes JSON.

For each line on standard input one pass over the interchange; the answer is its processor time in seconds.
"""

import logging
import sys
import time
from pathlib import Path
from typing import Any

from botscore import inmessage, node, outmessage, runtime  # type: ignore[import-not-found]


def install(folder: Path) -> None:
    """Point the engine at the grammars of a folder, without database, routes and log."""
    config = folder / "config"
    config.mkdir()
    text = "[directories]\nusersys = usersys\nbotssys = botssys\n[charsets]\nunoc = latin_1\n"
    (config / "bots.ini").write_text(text, "utf-8")
    sys.path.insert(0, str(folder))
    found = {"botspath": str(folder), "configdir": str(config), "botsenv": str(folder)}
    ini = runtime.load_config(str(config / "bots.ini"), **found)
    ini.set("directories", "usersysabs", str(folder / "usersys"))
    runtime.configure_botssys(ini)
    quiet = logging.getLogger("bots")
    quiet.setLevel(logging.CRITICAL)
    runtime.install_runtime(
        ini, configdir=str(config), usersys_import_path="usersys", logger=quiet, logmap=quiet, node_class=node.Node
    )


def carry(source: Any, target: Any) -> None:
    """Every value of a segment and of those under it, read and put by its path, as mapping scripts do."""
    tag = source.record["BOTSID"]
    for name in source.record:
        if not name.startswith("BOTSID"):
            target.put({"BOTSID": tag, name: source.get({"BOTSID": tag, name: None})})
    for child in source.children:
        carry(child, target.putloop({"BOTSID": tag}, {"BOTSID": child.record["BOTSID"]}))


def translate(payload: str, target: str, *, mapped: bool) -> int:
    """Read, check against the grammar, split into messages, write each as JSON; how many there were.

    With `mapped` each value goes by `get` and `put`, else the tree goes out as it came in: the least an installation of
    Bots does. What is written is not held to a grammar of its own, as it would be there.
    """
    names = {"editype": "edifact", "messagetype": "CUSDECD96BUN", "charset": "UNOC", "alt": "", "fromchannel": ""}
    read = inmessage.parse_edi_file(filename=payload, frompartner="", topartner="", **names)
    if read.errorlist or read.errorfatal:
        raise SystemExit(f"bots finds faults: {read.errorlist[:3]}")
    messages = list(read.nextmessage())
    for message in messages:
        made = outmessage.outmessage_init(
            editype="json", messagetype="tree", filename=target, charset="utf-8", merge=False
        )
        made.messagegrammarread(typeofgrammarfile="grammars")
        tree = message.root
        if mapped:
            tree = made.putloop({"BOTSID": "UNH"})
            carry(message.root, tree)
        made.nrmessagewritten, made.multiplewrite = 0, False
        made._initwrite()
        made._write(tree)
        made._closewrite()
    return len(messages)


def main() -> None:
    """Answer each line with the seconds of one pass; first how many messages there are."""
    folder = Path(sys.argv[1])
    install(folder)
    payload, target = str(folder / "payload.edi"), str(folder / "out.json")
    print(translate(payload, target, mapped=True), flush=True)
    for line in sys.stdin:
        start = time.process_time()
        translate(payload, target, mapped=line.strip() == "mapped")
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    main()

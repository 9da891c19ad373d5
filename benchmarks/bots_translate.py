"""Runs inside the environment of `bots_peer`, where botscore is installed: reads with a grammar, writes JSON or CUSDEC.

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
    place = _place(source)
    for name in source.record:
        if not name.startswith("BOTSID"):
            target.put({**place, name: source.get({**place, name: None})})
    for child in source.children:
        carry(child, target.putloop(place, _place(child)))


def _place(node: Any) -> dict[str, str]:
    """How scripts name a segment: by its tag, and where that stands at several places of the table by which of them."""
    tag, number = node.record["BOTSID"], node.record.get("BOTSIDnr", "1")
    return {"BOTSID": tag} if number == "1" else {"BOTSID": tag, "BOTSIDnr": number}


def translate(payload: str, target: str, mode: str) -> int:
    """Read, check against the grammar, split into messages, write each; how many there were.

    Without a mode the tree goes out as JSON as it came in: the least an installation of Bots does. With `mapped` each
    value goes by `get` and `put`; what is written is not held to a grammar of its own, as it would be there. With
    `cusdec` it is: each value goes by `get` and `put`, the message is checked and written as CUSDEC.
    """
    names = {"editype": "edifact", "messagetype": "CUSDECD96BUN", "charset": "UNOC", "alt": "", "fromchannel": ""}
    read = inmessage.parse_edi_file(filename=payload, frompartner="", topartner="", **names)
    if read.errorlist or read.errorfatal:
        raise SystemExit(f"bots finds faults: {read.errorlist[:3]}")
    messages = list(read.nextmessage())
    for message in messages:
        if mode == "cusdec":
            made = _outgoing("edifact", "message", target, "UNOC")
            carry(message.root, made.putloop({"BOTSID": "UNH"}))
            made.writeall()
        else:
            _write_json(message.root, target, mapped=mode == "mapped")
    return len(messages)


def _write_json(tree: Any, target: str, *, mapped: bool) -> None:
    made = _outgoing("json", "tree", target, "utf-8")
    made.messagegrammarread(typeofgrammarfile="grammars")
    if mapped:
        carry(tree, made.putloop({"BOTSID": "UNH"}))
        tree = made.root.children[0]
    made.nrmessagewritten, made.multiplewrite = 0, False
    made._initwrite()
    made._write(tree)
    made._closewrite()


def _outgoing(editype: str, messagetype: str, target: str, charset: str) -> Any:
    return outmessage.outmessage_init(
        editype=editype, messagetype=messagetype, filename=target, charset=charset, merge=False
    )


def main() -> None:
    """Answer each line with the seconds of one pass; first how many messages there are."""
    folder = Path(sys.argv[1])
    install(folder)
    payload, target = str(folder / "payload.edi"), str(folder / "out.json")
    print(translate(payload, target, "cusdec"), flush=True)
    for line in sys.stdin:
        start = time.process_time()
        translate(payload, target, line.strip())
        print(time.process_time() - start, flush=True)


if __name__ == "__main__":
    main()

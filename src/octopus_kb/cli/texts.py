"""What the help of the command says, with an example or two for each subcommand."""

ABOUT = (
    "Print the conference at a glance: its key messages, and what is asked of whom. Each command below goes further."
)
EPILOG = """\
Examples:
  octopus-kb show km4.5
  octopus-kb list recommendations --addressee actor:states
  octopus-kb verify "have the obligation to make cyberspace safer"
  octopus-kb export turtle -o octopus.ttl

The exit status is 0 if all went well; 1 if the answer is no, or if something was not found, not readable or not \
installed; 2 for wrong usage.

The text of the document is © Council of Europe 2021; the NOTICE in the package tells what that means."""

COMMANDS: dict[str, tuple[str, str]] = {
    "show": (
        "show a record in full",
        """\
Show a record in full: a passage, a statement, a relation, a concept, a fact from outside, or an edition.

Examples:
  octopus-kb show km4.5
  octopus-kb show topic:ransomware
  octopus-kb show ransomware-paralyses-organisations --json""",
    ),
    "list": (
        "list the records of a kind",
        """\
List the records of a kind, all or those that meet criteria. `octopus-kb list KIND --help` tells the criteria.

Examples:
  octopus-kb list key-messages
  octopus-kb list statements --topic topic:ransomware --kind impact
  octopus-kb list recommendations --addressee actor:states --including-wider
  octopus-kb list statements --count-by kind""",
    ),
    "search": (
        "find records by their words",
        """\
Find statements, passages and concepts by their words. `"a phrase"` in double quotes is found as it stands, `prefix*` \
finds the words that begin so, and `-word`, after `--`, leaves out what has the word.

Examples:
  octopus-kb search ransomware hospitals
  octopus-kb search '"service providers" emergency'
  octopus-kb search --kinds concept evidence
  octopus-kb search -- cybercrime -ransomware""",
    ),
    "verify": (
        "check quotations against the source",
        """\
Check a quotation, or every quotation of a text, before it is published. The exit status is 0 if the words stand in \
the source, and 1 if they are altered or absent. What a quotation leaves out although its meaning hangs on it is \
printed as a caution; with --strict a caution fails too.

Examples:
  octopus-kb verify "cybercrime has evolved into a major threat"
  octopus-kb verify --file draft.md --strict
  pandoc report.docx -t markdown | octopus-kb verify --file -""",
    ),
    "related": (
        "show what the text ties to a statement",
        """\
Show the statements that the text itself ties to a statement, each with the words that state the tie.

Examples:
  octopus-kb related ransomware-paralyses-organisations
  octopus-kb related ransomware-paralyses-organisations --direction out""",
    ),
    "cite": (
        "cite the document, a passage or a statement",
        """\
Cite the document, or a passage or a statement of it with its locator and its words.

Examples:
  octopus-kb cite
  octopus-kb cite km4.5 --style bibtex""",
    ),
    "export": (
        "write the content in a format of another tool",
        """\
Write the content in a format of another tool, all of it or the statements that meet criteria, with what is needed to \
read them. `octopus-kb export FORMAT --help` tells what the format may be told.

Examples:
  octopus-kb export turtle -o octopus.ttl
  octopus-kb export csv --table recommendations --topic topic:ransomware
  octopus-kb export tables -o folder""",
    ),
    "schema": (
        "show the JSON Schema of the files of an edition",
        """\
Show the JSON Schema of a file of an edition's folder, write all schemas into a folder, or, with neither, name them.

Examples:
  octopus-kb schema
  octopus-kb schema statements
  octopus-kb schema -o schemas""",
    ),
    "editions": (
        "list the editions that are loaded",
        """\
List the editions that are loaded: their conference, their document, its version and its hash.

Examples:
  octopus-kb editions
  octopus-kb editions --bundle my-edition""",
    ),
}
"""Each subcommand: what it does in a few words, and its help; what follows the first empty line stands at its end."""

#!/usr/bin/env python3
"""Every question's SQL means the same to Apache DataFusion as to SQLite: the same rows in the same order.

    cargo run -p comptoir-analysis --example canonical_sql | tests/engines/datafusion_check.py
"""

import json
import sys

import datafusion
import pyarrow

TYPES = {
    "id": pyarrow.int64(), "product_id": pyarrow.int64(), "store_id": pyarrow.int64(), "quantity": pyarrow.float64(),
    "amount": pyarrow.float64(), "weekday": pyarrow.int64(), "year": pyarrow.int64(),
}


def table(document):
    columns = document["columns"]
    values = list(zip(*document["rows"])) or [[] for _ in columns]
    kinds = [TYPES.get(column.split(".")[-1], pyarrow.string()) for column in columns]
    return pyarrow.table({name: pyarrow.array(list(value), kind) for name, value, kind in zip(columns, values, kinds)})


def rows(engine, sql):
    """The rows in the order of the answer; batches come in order."""
    answer = []
    for batch in engine.sql(sql).collect():
        answer.extend([list(row) for row in zip(*(column.to_pylist() for column in batch.columns))])
    return answer


def main():
    document = json.load(sys.stdin)
    engine = datafusion.SessionContext()
    for name, content in document["tables"].items():
        engine.register_record_batches(name, [table(content).to_batches()])
    wrong = 0
    for question in document["questions"]:
        try:
            found = rows(engine, question["sql"])
        except Exception as error:  # Whatever the engine says is what is wrong with the text.
            found = f"{type(error).__name__}: {error}"
        if found != question["answer"]["rows"]:
            wrong += 1
            if wrong <= 3:
                print(f"{question['sql']}\n  SQLite:     {question['answer']['rows'][:5]}\n  DataFusion: {found[:5] if isinstance(found, list) else found}\n")
    asked = len(document["questions"])
    filled = sum(1 for question in document["questions"] if question["answer"]["rows"])
    print(f"{asked - wrong} of {asked} questions have the same answer, {filled} of them more than none")
    if wrong or asked < 100 or filled < asked * 0.9:
        sys.exit(1)


if __name__ == "__main__":
    main()

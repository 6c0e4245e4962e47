"""A server on this machine that answers as the public documentation of SSLCOMMERZ says (v4)."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

STORE_ID = "testbox"
PASSWORD = "qwerty"
MANDATORY = {
    "store_id",
    "store_passwd",
    "total_amount",
    "currency",
    "tran_id",
    "success_url",
    "fail_url",
    "cancel_url",
    "cus_name",
    "cus_email",
    "cus_add1",
    "cus_city",
    "cus_country",
    "cus_phone",
    "shipping_method",
    "product_name",
    "product_category",
    "product_profile",
}


def signed(fields: dict[str, str], password: str = PASSWORD) -> dict[str, str]:
    """The message with the signature that the documentation describes."""
    names = sorted([*fields, "store_passwd"])
    values = {**fields, "store_passwd": md5(password.encode(), usedforsecurity=False).hexdigest()}
    text = "&".join(f"{name}={values[name]}" for name in names)
    return {
        **fields,
        "verify_key": ",".join(sorted(fields)),
        "verify_sign": md5(text.encode(), usedforsecurity=False).hexdigest(),
    }


@dataclass
class StandIn:
    """What the server knows, and what is wrong with it at the moment."""

    url: str = ""
    # Sessions by our transaction id, payments by validation id, refunds by our id of the wish.
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)
    payments: dict[str, dict[str, str]] = field(default_factory=dict)
    refunds: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    # "", "silence", "500", "redirect", "no json", "a list" or "refusal".
    fault: str = ""

    def pay(self, tran_id: str, /, **changes: str) -> dict[str, str]:
        """Somebody pays; the message about it, signed. ``changes`` are what the payment says."""
        session = self.sessions[tran_id]
        number = len(self.payments) + 1
        payment = {
            "status": "VALID",
            "tran_id": tran_id,
            "val_id": f"2601150000{number:04}",
            "amount": session["total_amount"],
            "store_amount": session["total_amount"],
            "currency": "BDT",
            "currency_type": session["currency"],
            "currency_amount": session["total_amount"],
            "bank_tran_id": f"BANK{number:06}",
            "risk_level": "0",
            "risk_title": "Safe",
            **changes,
        }
        self.payments[payment["val_id"]] = payment
        return self.message(payment)

    def end(self, tran_id: str, status: str) -> dict[str, str]:
        """Nobody pays; the message about it."""
        return self.message({"status": status, "tran_id": tran_id, "error": "Nothing came."})

    def message(self, fields: dict[str, str]) -> dict[str, str]:
        return signed({**fields, "store_id": STORE_ID})

    def open_session(self, fields: dict[str, str]) -> dict:
        if missing := MANDATORY - fields.keys():
            return {"status": "FAILED", "failedreason": f"missing: {sorted(missing)}"}
        if self._is_stranger(fields):
            return {"status": "FAILED", "failedreason": "Store Credential Error"}
        self.sessions[fields["tran_id"]] = fields
        key = f"KEY{len(self.sessions):029}"
        page = f"{self.url}/EasyCheckOut/{key}"
        return {
            "status": "SUCCESS",
            "failedreason": "",
            "sessionkey": key,
            "GatewayPageURL": page,
        }

    def validate(self, fields: dict[str, str]) -> dict:
        if self._is_stranger(fields):
            return {"APIConnect": "INVALID_REQUEST"}
        payment = self.payments.get(fields["val_id"])
        if payment is None:
            return {"APIConnect": "DONE", "status": "INVALID_TRANSACTION"}
        answer = {"APIConnect": "DONE", **payment}
        if payment["status"] == "VALID":
            payment["status"] = "VALIDATED"
        return answer

    def refund(self, fields: dict[str, str]) -> dict:
        if self._is_stranger(fields):
            return {"APIConnect": "INVALID_REQUEST"}
        if fields["refund_trans_id"] in self.refunds:
            status = "processing"
        elif any(p["bank_tran_id"] == fields["bank_tran_id"] for p in self.payments.values()):
            status = "success"
            self.refunds[fields["refund_trans_id"]] = fields
        else:
            return {"APIConnect": "DONE", "status": "failed", "errorReason": "No such money."}
        return {
            "APIConnect": "DONE",
            "bank_tran_id": fields["bank_tran_id"],
            "refund_ref_id": f"REF{fields['refund_trans_id']}",
            "status": status,
            "errorReason": "",
        }

    def _is_stranger(self, fields: dict[str, str]) -> bool:
        said = fields.get("store_id"), fields.get("store_passwd")
        return said != (STORE_ID, PASSWORD) or self.fault == "refusal"


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """The server, running on a free port of 127.0.0.1."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self._answer(self.rfile.read(length).decode())

        def _answer(self, query: str) -> None:
            path = urlsplit(self.path).path
            state.asked.append(path)
            fields = dict(parse_qsl(query, keep_blank_values=True))
            if state.fault == "silence":
                time.sleep(0.6)
            doors = {
                ("POST", "/gwprocess/v4/api.php"): state.open_session,
                ("GET", "/validator/api/validationserverAPI.php"): state.validate,
                ("GET", "/validator/api/merchantTransIDvalidationAPI.php"): state.refund,
            }
            door = doors.get((self.command, path))
            status = {"500": 500, "redirect": 302}.get(state.fault, 200 if door else 404)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "https://elsewhere.example.org/")
            self.end_headers()
            if status == 200:
                body = {"no json": "<html>", "a list": "[]"}.get(state.fault)
                self.wfile.write((body or json.dumps(door(fields))).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()

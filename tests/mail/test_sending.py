"""Each mail is handed over once: by one worker or two, to a server that takes, refuses, or is down."""

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask

from shop.db import db, transaction
from shop.mail import actions
from shop.mail.actions import Round, retry_given_up, send_due, wait_after
from shop.mail.models import Letter
from shop.mail.transport import KeepTransport, NotTaken, SmtpTransport
from tests.mail.mail_servers import Postbox, free_port, serving
from tests.mail.test_enqueue import outbox, write

MINUTE = timedelta(minutes=1)


def smtp(port: int) -> SmtpTransport:
    return SmtpTransport(f"smtp://127.0.0.1:{port}", sender="orders@shop.example", timeout=5)


class Refusing:
    """A server that never takes anything, and counts how often it was asked."""

    keeps = False

    def __init__(self) -> None:
        self.asked = 0

    def deliver(self, letter: Letter) -> None:
        self.asked += 1
        raise NotTaken(f"no room for {letter.key}")


@pytest.fixture
def written(shop: Flask, now: datetime) -> Flask:
    """One mail in the outbox."""
    with transaction():
        write(now)
    return shop


def test_a_mail_is_delivered_once_and_never_again(written: Flask, now: datetime) -> None:
    postbox = Postbox()

    with serving(postbox) as port:
        rounds = [send_due(transport=smtp(port), now=now + minute * MINUTE) for minute in (0, 0, 60)]

    (message,) = outbox()
    assert rounds == [Round(sent=1), Round(), Round()]
    assert postbox.subjects == ["Your order 1042"]
    assert (message.sent_at, message.kept, message.attempts, message.state) == (now, False, 1, "sent")


def test_a_mail_that_is_not_due_yet_waits(shop: Flask, now: datetime) -> None:
    with transaction():
        write(now + MINUTE)

    assert send_due(transport=KeepTransport(), now=now) == Round()
    assert send_due(transport=KeepTransport(), now=now + MINUTE) == Round(sent=1)


def test_a_refused_mail_is_tried_again_a_minute_later_and_then_taken(written: Flask, now: datetime) -> None:
    postbox = Postbox("451 Try again later")

    with serving(postbox) as port:
        first = send_due(transport=smtp(port), now=now)
        too_early = send_due(transport=smtp(port), now=now + timedelta(seconds=59))
        second = send_due(transport=smtp(port), now=now + MINUTE)

    assert (first, too_early, second) == (Round(refused=1), Round(), Round(sent=1))
    assert postbox.subjects == ["Your order 1042"]
    (taken,) = outbox()
    assert (taken.sent_at, taken.attempts, taken.last_error) == (now + MINUTE, 2, None)


def test_what_the_server_said_is_kept_for_the_shopkeeper(written: Flask, now: datetime) -> None:
    with serving(Postbox("550 No such person here")) as port:
        send_due(transport=smtp(port), now=now)

    (message,) = outbox()
    assert message.last_error == "SMTPDataError: (550, b'No such person here')"
    assert message.state == "to be tried again"


def test_a_mail_written_while_the_server_is_down_goes_out_when_it_is_up(
    written: Flask, now: datetime
) -> None:
    port, postbox = free_port(), Postbox()

    down = send_due(transport=smtp(port), now=now)
    with serving(postbox, port=port):
        up = send_due(transport=smtp(port), now=now + MINUTE)

    assert (down, up) == (Round(refused=1), Round(sent=1))
    assert postbox.subjects == ["Your order 1042"]


def test_a_bad_goodbye_after_the_mail_was_taken_is_no_refusal(written: Flask, now: datetime) -> None:
    postbox = Postbox(goodbye="421 Falling over")

    with serving(postbox) as port:
        assert send_due(transport=smtp(port), now=now) == Round(sent=1)
        assert send_due(transport=smtp(port), now=now + 60 * MINUTE) == Round()

    assert postbox.subjects == ["Your order 1042"]


def test_one_refused_mail_holds_up_no_other(shop: Flask, now: datetime) -> None:
    postbox = Postbox("550 Not this one")
    with transaction():
        write(now, key="a", subject="First")
        write(now, key="b", subject="Second")

    with serving(postbox) as port:
        assert send_due(transport=smtp(port), now=now) == Round(sent=1, refused=1)

    assert postbox.subjects == ["Second"]


def test_the_waits_grow_to_half_a_day_and_span_a_weekend() -> None:
    waits = [wait_after(attempt) for attempt in range(1, actions.MAX_ATTEMPTS + 1)]

    assert [wait // MINUTE for wait in waits] == [1, 5, 15, 60, 120, 240, 480, 720, 720, 720, 720, 720]
    assert sum(waits[:-1], timedelta()) > timedelta(days=2.5)


def test_after_twelve_refusals_a_mail_is_given_up_flagged_and_can_be_revived(
    written: Flask, now: datetime
) -> None:
    refusing, moment = Refusing(), now

    for attempt in range(1, 13):
        send_due(transport=refusing, now=moment)
        moment += wait_after(attempt)

    (message,) = outbox()
    assert send_due(transport=refusing, now=moment + timedelta(days=365)) == Round()
    assert refusing.asked == 12
    assert (message.attempts, message.state) == (12, "given up")
    assert message.last_error == "no room for order-1042-confirmation"

    with transaction():
        assert retry_given_up(now=moment) == 1
    assert send_due(transport=KeepTransport(), now=moment) == Round(sent=1)


def test_without_a_mail_server_the_test_shop_keeps_its_mails(written: Flask, now: datetime) -> None:
    assert send_due(transport=KeepTransport(), now=now) == Round(sent=1)

    (message,) = outbox()
    assert (message.sent_at, message.kept, message.state) == (now, True, "kept, not sent")


def test_no_transaction_is_open_while_the_server_is_spoken_to(written: Flask, now: datetime) -> None:
    class Watching(KeepTransport):
        was_open: bool | None = None

        def deliver(self, letter: Letter) -> None:
            self.was_open = db.session().in_transaction()

    watching = Watching()
    send_due(transport=watching, now=now)

    assert watching.was_open is False


def send_from_two_workers(shop: Flask, postbox: Postbox, now: datetime) -> list[Round]:
    """Two workers that both see the same mails due before either of them claims one."""
    both_looked, rounds = threading.Barrier(2), list[Round]()
    look = actions.queries.due_ids

    def look_then_wait(*, now: datetime, limit: int) -> object:
        found = look(now=now, limit=limit)
        both_looked.wait(timeout=10)
        return found

    def work(port: int) -> None:
        with shop.app_context():
            rounds.append(send_due(transport=smtp(port), now=now))
            db.session.remove()

    with pytest.MonkeyPatch.context() as patch, serving(postbox) as port:
        patch.setattr(actions.queries, "due_ids", look_then_wait)
        workers = [threading.Thread(target=work, args=(port,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    return rounds


def test_two_workers_that_look_at_once_send_each_mail_once(shop: Flask, now: datetime) -> None:
    postbox = Postbox()
    with transaction():
        for number in range(6):
            write(now, key=f"mail-{number}", subject=f"Mail {number}")

    rounds = send_from_two_workers(shop, postbox, now)

    assert postbox.subjects == [f"Mail {number}" for number in range(6)]
    assert sum(done.sent for done in rounds) == 6


def test_without_the_condition_two_workers_would_send_twice(
    shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox = Postbox()
    with transaction():
        write(now)
    monkeypatch.setattr(actions.queries, "is_due", lambda _now: ())
    look = actions.queries.due_ids

    send_from_two_workers(shop, postbox, now)

    assert look is actions.queries.due_ids
    assert postbox.subjects == ["Your order 1042", "Your order 1042"]


def test_a_worker_that_died_while_sending_leaves_a_mail_that_another_sends(
    written: Flask, now: datetime
) -> None:
    class Died(BaseException):
        pass

    class Dying(KeepTransport):
        def deliver(self, letter: Letter) -> None:
            raise Died

    with pytest.raises(Died):
        send_due(transport=Dying(), now=now)

    assert send_due(transport=KeepTransport(), now=now + actions.LEASE - timedelta(seconds=1)) == Round()
    assert send_due(transport=KeepTransport(), now=now + actions.LEASE) == Round(sent=1)

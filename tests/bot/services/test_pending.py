"""Orders wait for an admin's confirmation, each for one."""

from __future__ import annotations

from bot.callback_data import AdminPress, AdminVerb
from bot.services.pending import Order, Orders, Removal


def test_an_order_is_carried_out_once_in_its_chat_within_an_hour() -> None:
    now = [0.0]
    orders = Orders(lambda: now[0])
    order = Order(1, Removal("a.txt"))
    key = orders.wait_for(order)
    assert orders.take(key, 2) is None
    assert orders.take(key, 1) == order
    assert orders.take(key, 1) is None
    late = orders.wait_for(order)
    now[0] = 3601
    assert orders.take(late, 1) is None
    first = orders.wait_for(order)
    assert orders.drop_all(1) == 1
    assert orders.take(first, 1) is None
    crowded = [orders.wait_for(order) for _ in range(101)]
    assert orders.take(crowded[0], 1) is None
    assert orders.take(crowded[1], 1) == order
    press = AdminPress(AdminVerb.CONFIRM, crowded[2])
    assert AdminPress.decode(press.encode()) == press

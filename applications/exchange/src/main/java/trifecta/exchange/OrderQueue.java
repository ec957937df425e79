package trifecta.exchange;

import org.jspecify.annotations.Nullable;

/** The orders of one level, the oldest first. */
final class OrderQueue {
    private @Nullable RestingOrder head;
    private @Nullable RestingOrder tail;

    @Nullable RestingOrder head() {
        return head;
    }

    boolean isEmpty() {
        return head == null;
    }

    void append(RestingOrder order) {
        order.before = tail;
        if (tail == null) {
            head = order;
        } else {
            tail.behind = order;
        }
        tail = order;
    }

    void remove(RestingOrder order) {
        if (order.before == null) {
            head = order.behind;
        } else {
            order.before.behind = order.behind;
        }
        if (order.behind == null) {
            tail = order.before;
        } else {
            order.behind.before = order.before;
        }
        order.before = null;
        order.behind = null;
    }
}

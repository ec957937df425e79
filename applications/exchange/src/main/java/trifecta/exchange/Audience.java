package trifecta.exchange;

import java.util.Arrays;

/** The connections into whose queues the present event was put. */
final class Audience {
    private int[] connections = new int[8];
    private int size;

    void clear() {
        size = 0;
    }

    void add(Connection connection) {
        if (size == connections.length) {
            connections = Arrays.copyOf(connections, 2 * size);
        }
        connections[size++] = connection.number();
    }

    int size() {
        return size;
    }

    int connection(int at) {
        return connections[at];
    }
}

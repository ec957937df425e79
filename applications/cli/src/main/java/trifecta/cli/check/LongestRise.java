package trifecta.cli.check;

import java.util.Arrays;

/** How many of some places already stand in order. */
final class LongestRise {
    private LongestRise() {}

    /** Length of the longest strictly rising subsequence: the others are the fewest that have to be moved. */
    static int of(int[] places) {
        int[] smallestEnd = new int[places.length];
        int length = 0;
        for (int place : places) {
            int at = Arrays.binarySearch(smallestEnd, 0, length, place);
            int slot = at < 0 ? -at - 1 : at;
            smallestEnd[slot] = place;
            length = Math.max(length, slot + 1);
        }
        return length;
    }
}

package trifecta.cli.check;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The longest sequence that two lists have in common, in order. */
final class CommonSequence {
    static final int NONE = -1;

    /** The work is bounded: beyond this many comparisons only what is common at both ends is found. */
    private static final long CELLS_MAX = 16_000_000;

    private final List<? extends @Nullable Object> left;
    private final List<? extends @Nullable Object> right;
    private final int[] partnerOfLeft;

    private CommonSequence(List<? extends @Nullable Object> left, List<? extends @Nullable Object> right) {
        this.left = left;
        this.right = right;
        this.partnerOfLeft = new int[left.size()];
        Arrays.fill(partnerOfLeft, NONE);
    }

    /** For each element of {@code left} its partner's place in {@code right}, or {@link #NONE}. Null has no partner. */
    static int[] of(List<? extends @Nullable Object> left, List<? extends @Nullable Object> right) {
        CommonSequence sequence = new CommonSequence(left, right);
        sequence.find();
        return sequence.partnerOfLeft;
    }

    private void find() {
        int begin = 0;
        while (begin < left.size() && begin < right.size() && alike(begin, begin)) {
            partnerOfLeft[begin] = begin;
            begin++;
        }
        int leftEnd = left.size();
        int rightEnd = right.size();
        while (leftEnd > begin && rightEnd > begin && alike(leftEnd - 1, rightEnd - 1)) {
            partnerOfLeft[--leftEnd] = --rightEnd;
        }
        if ((long) (leftEnd - begin) * (rightEnd - begin) <= CELLS_MAX) {
            middle(begin, leftEnd, rightEnd);
        }
    }

    private void middle(int begin, int leftEnd, int rightEnd) {
        int[][] common = new int[leftEnd - begin + 1][rightEnd - begin + 1];
        for (int i = leftEnd - 1; i >= begin; i--) {
            for (int j = rightEnd - 1; j >= begin; j--) {
                common[i - begin][j - begin] = alike(i, j)
                        ? common[i - begin + 1][j - begin + 1] + 1
                        : Math.max(common[i - begin + 1][j - begin], common[i - begin][j - begin + 1]);
            }
        }
        int i = begin;
        int j = begin;
        while (i < leftEnd && j < rightEnd) {
            if (alike(i, j)) {
                partnerOfLeft[i++] = j++;
            } else if (common[i - begin + 1][j - begin] >= common[i - begin][j - begin + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    private boolean alike(int i, int j) {
        return left.get(i) != null && Objects.equals(left.get(i), right.get(j));
    }
}

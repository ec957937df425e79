package trifecta.gatherer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The markets of one subscription: which are wanted, which the exchange has acknowledged, and what is between the two, kept as it
 * changes. Single-threaded.
 *
 * <p>Invariants: (a) {@link #absent} and {@link #surplus} are the markets of those two standings; (b) this subscription owns what is
 * acknowledged or {@link #asked}, and nothing else.
 */
final class Membership {
    private enum Standing {
        /** Wanted and not acknowledged. */
        ABSENT,
        /** Wanted and acknowledged. */
        PRESENT,
        /** Acknowledged and wanted no longer. */
        SURPLUS
    }

    /** Which markets the exchange added and removed, by its own list. */
    record Difference(List<String> added, List<String> removed) {}

    private final MarketOwners owners;
    private final Map<String, Standing> standings = new HashMap<>();
    private final SortedSet<String> absent = new TreeSet<>();
    private final SortedSet<String> surplus = new TreeSet<>();
    private final Set<String> asked = new HashSet<>();

    /** @param owners shared by all subscriptions that may have the same markets */
    Membership(MarketOwners owners) {
        this.owners = owners;
    }

    /** How many markets are wanted. */
    int wanted() {
        return standings.size() - surplus.size();
    }

    /** How many markets are acknowledged. */
    int acknowledged() {
        return standings.size() - absent.size();
    }

    boolean isAcknowledged(String market) {
        Standing standing = standings.get(market);
        return standing == Standing.PRESENT || standing == Standing.SURPLUS;
    }

    /** Whether what is wanted is what is acknowledged. */
    boolean isSettled() {
        return absent.isEmpty() && surplus.isEmpty();
    }

    /** Those that are wanted and not acknowledged, in their order. */
    SortedSet<String> absent() {
        return absent;
    }

    /** Those that are acknowledged and wanted no longer, in their order. */
    SortedSet<String> surplus() {
        return surplus;
    }

    /** A copy of those that are acknowledged. */
    List<String> allAcknowledged() {
        List<String> all = new ArrayList<>(acknowledged());
        standings.forEach((market, standing) -> {
            if (standing != Standing.ABSENT) {
                all.add(market);
            }
        });
        return all;
    }

    /** These markets are wanted from now on and those no longer. */
    void want(Collection<String> more, Collection<String> less) {
        for (String market : less) {
            Standing standing = standings.get(market);
            if (standing == Standing.ABSENT) {
                standings.remove(market);
                absent.remove(market);
            } else if (standing == Standing.PRESENT) {
                standings.put(market, Standing.SURPLUS);
                surplus.add(market);
            }
        }
        for (String market : more) {
            Standing standing = standings.get(market);
            if (standing == null) {
                standings.put(market, Standing.ABSENT);
                absent.add(market);
            } else if (standing == Standing.SURPLUS) {
                standings.put(market, Standing.PRESENT);
                surplus.remove(market);
            }
        }
    }

    /** Takes some absent markets that no other subscription has. */
    List<String> claim(int most, Refusals refusals, long nowNanos) {
        List<String> claimed = new ArrayList<>(Math.min(most, absent.size()));
        for (String market : absent) {
            if (claimed.size() == most) {
                break;
            }
            if (!refusals.isRefused(market, nowNanos) && owners.claim(market, this)) {
                asked.add(market);
                claimed.add(market);
            }
        }
        return claimed;
    }

    /** The exchange has these markets on the subscription. */
    void added(Collection<String> markets) {
        for (String market : markets) {
            @Nullable Standing before = standings.get(market);
            if (before == null) {
                standings.put(market, Standing.SURPLUS);
                surplus.add(market);
            } else if (before == Standing.ABSENT) {
                standings.put(market, Standing.PRESENT);
                absent.remove(market);
            }
            asked.remove(market);
        }
    }

    /** The exchange has these markets on the subscription no longer. */
    void removed(Collection<String> markets) {
        for (String market : markets) {
            Standing before = standings.get(market);
            if (before == Standing.PRESENT) {
                standings.put(market, Standing.ABSENT);
                absent.add(market);
            } else if (before == Standing.SURPLUS) {
                standings.remove(market);
                surplus.remove(market);
            }
            if (before != Standing.ABSENT) {
                owners.release(market, this);
            }
        }
    }

    /** The exchange refused these markets: those that were only asked for are free again. */
    void refused(Collection<String> markets) {
        for (String market : markets) {
            if (asked.remove(market)) {
                owners.release(market, this);
            }
        }
    }

    /** What the exchange's whole list differs by. */
    Difference difference(Collection<String> whole) {
        List<String> added = new ArrayList<>();
        Set<String> listed = HashSet.newHashSet(whole.size());
        for (String market : whole) {
            if (listed.add(market) && !isAcknowledged(market)) {
                added.add(market);
            }
        }
        List<String> removed = new ArrayList<>();
        if (listed.size() - added.size() < acknowledged()) {
            standings.forEach((market, standing) -> {
                if (standing != Standing.ABSENT && !listed.contains(market)) {
                    removed.add(market);
                }
            });
        }
        return new Difference(added, removed);
    }

    /** The subscription is gone, and the exchange has nothing of it any more. */
    void clear() {
        asked.forEach(market -> owners.release(market, this));
        asked.clear();
        removed(allAcknowledged());
    }
}

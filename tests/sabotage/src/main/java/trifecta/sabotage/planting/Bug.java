package trifecta.sabotage.planting;

import static trifecta.sabotage.planting.Symptom.FALSE_CLAIM;
import static trifecta.sabotage.planting.Symptom.HIDDEN_GAP;
import static trifecta.sabotage.planting.Symptom.LOST;
import static trifecta.sabotage.planting.Symptom.MISSING;
import static trifecta.sabotage.planting.Symptom.NO_CLAIM;
import static trifecta.sabotage.planting.Symptom.NO_REST;
import static trifecta.sabotage.planting.Symptom.REFUSED;
import static trifecta.sabotage.planting.Symptom.WRONG_LIFE;
import static trifecta.sabotage.planting.Symptom.WRONG_ROW;
import static trifecta.sabotage.planting.Symptom.WRONG_TRADE;

import java.lang.classfile.CodeBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The bugs that the checkers have to find, along the path of a message. */
@SuppressWarnings("ImmutableEnumChecker") // of copies and of functions without state
public enum Bug {
    GAP_TAKEN_FOR_ORDER(
            "a jump of the sequence numbers is taken for the next message",
            EnumSet.of(FALSE_CLAIM, WRONG_ROW, MISSING),
            Site.in("trifecta.feed.SequenceTracker", "accept", 0, 2, Harm.takes("GAP", "IN_ORDER"))),
    REPEAT_TAKEN_FOR_NEW(
            "a frame that came twice is folded twice",
            EnumSet.of(WRONG_ROW, FALSE_CLAIM),
            Site.in("trifecta.feed.SequenceTracker", "accept", Harm.takes("REPEAT", "IN_ORDER"))),
    RESTART_TAKEN_FOR_REPEAT(
            "numbers that begin anew on an open socket are thrown away as repeats",
            EnumSet.of(WRONG_ROW, NO_CLAIM, FALSE_CLAIM, MISSING),
            Site.in("trifecta.feed.SequenceTracker", "accept", Harm.takes("RESTART", "REPEAT"))),
    BREAK_NOT_TOLD(
            "a gap ends the spans of the fold, and no row says so",
            EnumSet.of(FALSE_CLAIM, WRONG_ROW),
            Site.in("trifecta.feed.FrameRows", "reasonOf", Harm.returns(Values::givesNull))),
    FOLDED_WITH_THE_WRONG_SIGN(
            "what was held for a snapshot is folded forwards instead of backwards",
            EnumSet.of(WRONG_ROW, FALSE_CLAIM),
            Site.in("trifecta.feed.HeldDeltas", "undo", 2, 2, Harm.before("add", CodeBuilder::lneg))),
    SNAPSHOT_NOT_FOLDED(
            "a span begins on an empty book whatever its snapshot shows",
            EnumSet.of(WRONG_ROW, FALSE_CLAIM),
            Site.in("trifecta.feed.MarketState", "snapshot", Harm.without("replace"))),
    JOURNAL_LOSES_A_BLOCK(
            "recovery cuts the last block that was durable",
            EnumSet.of(REFUSED, MISSING),
            Site.in("trifecta.journal.Recovery", "finish", Harm.before("truncate", Values::half))),
    UNCONFIRMED_ROWS_GO(
            "rows of a line are let go at any age, also those that production does not have",
            EnumSet.of(MISSING),
            Way.Simulation.around(153),
            Site.in("trifecta.gatherer.RetentionRule", "isOver", Harm.returns(Values::givesTrue)),
            Site.in(
                    "trifecta.gatherer.RetentionRule",
                    "judge",
                    1,
                    2,
                    Harm.without("compareTo", CodeBuilder::iconst_1))),
    HELD_BATCHES_RELEASED(
            "rows are merged before it is known how the times of their line compare",
            EnumSet.of(REFUSED, WRONG_ROW, FALSE_CLAIM, MISSING),
            Site.in("trifecta.deduplicator.HeldBatches", "mayGo", Harm.returns(Values::givesTrue))),
    ROW_NOT_RECOGNISED(
            "a row that another line brought is not recognised",
            EnumSet.of(WRONG_ROW, FALSE_CLAIM, MISSING, NO_CLAIM),
            Site.in(
                    "trifecta.market.arbitration.NextRow",
                    "stepsOver",
                    Harm.without("sameContent", CodeBuilder::iconst_0))),
    REST_DROPPED_ON_JOIN(
            "a line that found its place forgets what it brought behind it",
            EnumSet.of(MISSING, FALSE_CLAIM, WRONG_ROW),
            Site.in("trifecta.market.arbitration.Standing", "pendingBehind", Harm.returns(Values::givesNoRows))),
    VOIDED_ROW_STAYS(
            "a row that was taken out of the chain stays in production",
            EnumSet.of(WRONG_ROW, REFUSED),
            Way.Simulation.around(196),
            Site.in("trifecta.deduplicator.MergedMarket", "drain", 1, 2, Harm.without("voided", Values::noRows))),
    RUN_HEAD_NOT_STORED(
            "production does not tell that a run begins at a row, nor on which book",
            EnumSet.of(HIDDEN_GAP, WRONG_ROW, FALSE_CLAIM, MISSING, REFUSED),
            Site.in("trifecta.deduplicator.MergedMarket", "drain", 1, 2, Harm.without("runsOpened", Values::noRows))),
    ROWS_SKIPPED(
            "the cursor moves over rows that were not merged",
            EnumSet.of(MISSING, FALSE_CLAIM, WRONG_ROW),
            Site.in("trifecta.deduplicator.Merge", "merge", Harm.sometimesWithout("accept", 100, Values::nothing))),
    CURSOR_NOT_MOVED(
            "rows are committed and the cursor stays where it was",
            EnumSet.of(NO_REST, WRONG_ROW, REFUSED),
            Site.in("trifecta.deduplicator.Merge", "finish", 2, 2, Harm.without("add", CodeBuilder::iconst_1))),
    TRADE_TAKEN_TWICE(
            "a trade or a market's life that another line brought is taken for a new one",
            EnumSet.of(WRONG_LIFE, WRONG_TRADE),
            Site.in("trifecta.deduplicator.ChannelPath", "known", Harm.returns(Values::givesNull))),
    LATE_TRADE_PUT_FIRST(
            "a trade that comes late is put before all others",
            EnumSet.of(WRONG_TRADE, REFUSED),
            Site.in("trifecta.deduplicator.ChannelPath", "before", Harm.returns(Values::givesNull))),
    STRETCH_GOES_ON(
            "the ledger lets a stretch go on over a break",
            EnumSet.of(FALSE_CLAIM, REFUSED),
            Site.in("trifecta.market.ledger.LineLedger", "breaks", 1, 2, Harm.without("remove"))),
    CLAIMS_A_SECOND_TOO_MUCH(
            "the ledger claims a second that it has not heard of yet",
            EnumSet.of(FALSE_CLAIM),
            Site.in("trifecta.market.ledger.Stretch", "state", Harm.after("toMicros", Values::aSecondMore))),
    PENDING_ROWS_CLAIMED(
            "the ledger claims rows that are not in the chain yet",
            EnumSet.of(FALSE_CLAIM),
            Site.in("trifecta.deduplicator.MergedMarket", "pendingSince", Harm.returns(Values::givesNull))),
    BOOK_ROWS_NOT_WRITTEN(
            "one in a hundred rows of books is left out of a commit",
            EnumSet.of(LOST),
            Way.Drill.brief("deduplicator"),
            Site.in(
                    "trifecta.store.production.BookRowTable",
                    "insert",
                    Harm.sometimesWithout("write", 100, Values::nothing))),
    LIFECYCLE_NOT_WRITTEN(
            "what happens to markets is left out of commits",
            EnumSet.of(LOST),
            Way.Drill.brief("deduplicator"),
            Site.in("trifecta.store.production.ProductionWriter", "write", 2, 2, Harm.without("lifecycle")));

    private final String harm;
    private final Set<Symptom> symptoms;
    private final Way way;
    private final List<Site> sites;

    Bug(String harm, Set<Symptom> symptoms, Site... sites) {
        this(harm, symptoms, Way.Simulation.usual(), sites);
    }

    Bug(String harm, Set<Symptom> symptoms, Way way, Site... sites) {
        this.harm = harm;
        this.symptoms = Set.copyOf(symptoms);
        this.way = way;
        this.sites = List.of(sites);
    }

    /** What is broken, in one sentence. */
    public String harm() {
        return harm;
    }

    /** Any of these has to be found. */
    public Set<Symptom> symptoms() {
        return symptoms;
    }

    /** How it is looked for. */
    public Way way() {
        return way;
    }

    List<Site> sites() {
        return sites;
    }

    /** What a process says for each place in which it was planted. */
    public List<String> woven() {
        return sites.stream().map(this::woven).distinct().toList();
    }

    String woven(Site site) {
        return "planted " + name() + " in " + site;
    }
}

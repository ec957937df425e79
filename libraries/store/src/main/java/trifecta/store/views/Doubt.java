package trifecta.store.views;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trifecta.market.Times;
import trifecta.store.history.LedgerWord.State;
import trifecta.store.history.LedgerWord.Word;

/**
 * A part of an interval of which it is not certain that nothing is missing.
 *
 * @param state what the ledger says; empty where it says nothing
 * @param reason empty where nobody told
 * @param fromMicros {@link Times#ABSENT}: since ever
 * @param untilMicros {@link Times#ABSENT}: until now
 */
public record Doubt(Optional<State> state, String reason, long fromMicros, long untilMicros) {

    /**
     * The doubtful parts of an interval, by time.
     *
     * @param words what the ledger says, by time
     */
    public static List<Doubt> of(List<Word> words, long fromMicros, long untilMicros) {
        List<Doubt> doubts = new ArrayList<>();
        long told = fromMicros;
        for (Word word : words) {
            long from = word.fromMicros() == Times.ABSENT ? fromMicros : Math.max(fromMicros, word.fromMicros());
            long until = word.untilMicros() == Times.ABSENT ? untilMicros : Math.min(untilMicros, word.untilMicros());
            if (from > told) {
                doubts.add(new Doubt(Optional.empty(), "", told, from));
            }
            if (!word.state().isComplete() && from < until) {
                doubts.add(new Doubt(Optional.of(word.state()), word.reason(), from, until));
            }
            told = Math.max(told, until);
        }
        if (told < untilMicros) {
            doubts.add(new Doubt(Optional.empty(), "", told, untilMicros));
        }
        return doubts;
    }

    /** Whether something is missing or contradicted, as opposed to not proven yet. */
    public boolean isSerious() {
        return state.filter(said -> said == State.GAP || said == State.DISPUTED).isPresent();
    }

    /** For people, in a line or two. */
    public String sentence() {
        return interval() + ": " + state.map(State::meaning).orElse("the ledger says nothing of it")
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private String interval() {
        String from = fromMicros <= 0 ? "" : "from " + TimeText.iso(fromMicros) + " ";
        return from + (untilMicros == Times.ABSENT ? "on" : "until " + TimeText.iso(untilMicros));
    }

    /** For machines. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", state.map(State::word).orElse(null));
        json.put("from", fromMicros <= 0 ? null : TimeText.iso(fromMicros));
        json.put("until", untilMicros == Times.ABSENT ? null : TimeText.iso(untilMicros));
        json.put("reason", reason.isEmpty() ? null : reason);
        return json;
    }
}

package trifecta.protocol;

import org.jspecify.annotations.Nullable;

/** Makes envelopes of field values. A field that is there and cannot be used is absent, and a problem. */
final class EnvelopeBuilder {
    private final FieldValues values;
    private final Names names;
    private @Nullable String problem;

    EnvelopeBuilder(FieldValues values, Names names) {
        this.values = values;
        this.names = names;
    }

    Envelope envelope() {
        problem = null;
        String type = type();
        long id = number(Field.ID, Long.MAX_VALUE);
        int sid = (int) number(Field.SID, Integer.MAX_VALUE);
        long seq = number(Field.SEQ, Long.MAX_VALUE);
        return new Envelope(type, id, sid, seq);
    }

    /** What was wrong with the envelope made last; null when nothing was. */
    @Nullable String problem() {
        return problem;
    }

    private String type() {
        MessageType frequent = MessageType.frequent(values);
        if (frequent != null) {
            return frequent.wireName();
        }
        String type = values.kind(Field.TYPE) == FieldValues.STRING
                ? names.of(values.text(), values.start(Field.TYPE), values.end(Field.TYPE))
                : null;
        if (type == null) {
            problem = values.has(Field.TYPE) ? "type is not a name" : "type is missing";
            return "";
        }
        return type;
    }

    private long number(Field field, long max) {
        if (!values.has(field)) {
            return Envelope.ABSENT;
        }
        long value = values.kind(field) == FieldValues.NUMBER
                ? DecimalText.scaled(values.text(), values.start(field), values.end(field), 0)
                : DecimalText.NOT_EXACT;
        if (value < 0 || value > max) {
            if (problem == null) {
                problem = field.wireName() + " is not a whole number in range";
            }
            return Envelope.ABSENT;
        }
        return value;
    }
}

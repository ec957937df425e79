package trifecta.protocol;

import trifecta.market.Times;

/** RFC 3339 times to microseconds since the Unix epoch, exactly or not at all. */
public final class TimeText {
    private static final int SECONDS_END = "2026-08-05T11:45:36".length();
    private static final int OFFSET_LENGTH = "+00:00".length();
    private static final int INVALID = -1;
    private static final int[] DAYS_OF_MONTH = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private TimeText() {}

    /**
     * Reads a time such as {@code 2026-08-05T11:45:36.56Z}. Trailing zeros of the fraction may be trimmed; digits beyond the
     * sixth must be zeros.
     *
     * @return microseconds, or {@link Times#ABSENT} when it is no such time
     */
    public static long micros(byte[] text, int from, int to) {
        if (to - from <= SECONDS_END || !hasSeparators(text, from)) {
            return Times.ABSENT;
        }
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        if ((year | month | day | hour | minute | second) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > daysOf(year, month)
                || hour > 23
                || minute > 59
                || second > 59) {
            return Times.ABSENT;
        }
        long seconds = epochDay(year, month, day) * 86_400 + hour * 3600L + minute * 60L + second;
        return withFractionAndZone(text, from + SECONDS_END, to, seconds);
    }

    private static boolean hasSeparators(byte[] text, int from) {
        return text[from + 4] == '-'
                && text[from + 7] == '-'
                && (text[from + 10] | 0x20) == 't'
                && text[from + 13] == ':'
                && text[from + 16] == ':';
    }

    private static long withFractionAndZone(byte[] text, int from, int to, long seconds) {
        int at = from;
        long micros = 0;
        if (text[at] == '.') {
            int unit = 100_000;
            int begin = ++at;
            for (; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
                if (unit == 0 && text[at] != '0') {
                    return Times.ABSENT;
                }
                micros += (long) (text[at] - '0') * unit;
                unit /= 10;
            }
            if (at == begin || at == to) {
                return Times.ABSENT;
            }
        }
        if ((text[at] | 0x20) == 'z') {
            return at + 1 == to ? seconds * 1_000_000 + micros : Times.ABSENT;
        }
        int offsetMinutes = offsetMinutes(text, at, to);
        return offsetMinutes == Integer.MIN_VALUE ? Times.ABSENT : (seconds - offsetMinutes * 60L) * 1_000_000 + micros;
    }

    /** Minutes east of UTC; MIN_VALUE when it is no offset. */
    private static int offsetMinutes(byte[] text, int at, int to) {
        boolean east = text[at] == '+';
        if (to - at != OFFSET_LENGTH || (!east && text[at] != '-') || text[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = number(text, at + 1, 2);
        int minutes = number(text, at + 4, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return east ? hours * 60 + minutes : -(hours * 60 + minutes);
    }

    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int daysOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS_OF_MONTH[month];
    }

    /** Days since 1970-01-01 in the Gregorian calendar, by years that begin in March. */
    private static long epochDay(int year, int month, int day) {
        int marchYear = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(marchYear, 400);
        int yearOfEra = marchYear - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}

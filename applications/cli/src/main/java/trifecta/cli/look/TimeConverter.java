package trifecta.cli.look;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import trifecta.store.views.TimeText;

/** Reads what a person types as a time, as microseconds. */
final class TimeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return TimeText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}

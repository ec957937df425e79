package trifecta.service;

/**
 * A configuration key as it was declared and as it stands: what {@code trifecta config} lists.
 *
 * @param name dotted, in lower case
 * @param unit what a value looks like: {@code duration (10s)}, {@code size (64MB)}, {@code text}, ...
 * @param standard the value without configuration as it would be written; empty when there is none
 * @param required whether it must be set
 * @param effect one sentence: what it does
 * @param value the present value as it would be written, secrets redacted; empty when there is none
 * @param origin where the present value was set; {@code default} when nowhere
 */
public record ConfigKey(
        String name, String unit, String standard, boolean required, String effect, String value, String origin) {}

package trifecta.protocol.rest;

import java.util.List;
import trifecta.market.Level;

/**
 * A market's book.
 *
 * @param levels NO before YES, by rising price
 */
public record RestBook(String market, List<Level> levels) {}

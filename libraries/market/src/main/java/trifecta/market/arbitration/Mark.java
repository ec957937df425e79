package trifecta.market.arbitration;

/**
 * What is known about a row beyond its content; always all of it.
 *
 * @param verified a snapshot agreed with the book after this row
 * @param disputed something contradicts this row or the path at it
 * @param ended a snapshot refuted the run that ends with this row: nobody extends it
 */
public record Mark(long seq, boolean verified, boolean disputed, boolean ended) {}

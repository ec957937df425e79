/**
 * What production says to those who look: markets, trades, coverage, a book with the ledger's word, each as records and as the JSON
 * that the command line and the console both give out. Knows production's public views and the history of books; knows nothing of
 * terminals or pages.
 */
@NullMarked
package trifecta.store.views;

import org.jspecify.annotations.NullMarked;

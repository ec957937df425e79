/**
 * The verbs with which one looks into production: {@code book}, {@code trades}, {@code markets}, each as a table, as CSV and as
 * JSON. Knows the store's history and production's public views. An answer never looks complete when it is not.
 */
@NullMarked
package trifecta.cli.look;

import org.jspecify.annotations.NullMarked;

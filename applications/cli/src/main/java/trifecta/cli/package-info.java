/** The {@code trifecta} command: parses the command line, prints, and maps outcomes to exit codes. Knows no component by type. */
@NullMarked
package trifecta.cli;

import org.jspecify.annotations.NullMarked;

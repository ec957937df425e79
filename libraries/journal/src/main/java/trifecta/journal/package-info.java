/** Raw frames on disk. */
@NullMarked
package trifecta.journal;

import org.jspecify.annotations.NullMarked;

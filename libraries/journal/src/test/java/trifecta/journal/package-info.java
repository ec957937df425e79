@NullMarked
package trifecta.journal;

import org.jspecify.annotations.NullMarked;

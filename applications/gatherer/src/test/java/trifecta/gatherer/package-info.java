@NullMarked
package trifecta.gatherer;

import org.jspecify.annotations.NullMarked;

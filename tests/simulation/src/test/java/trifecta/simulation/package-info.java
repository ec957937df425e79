@NullMarked
package trifecta.simulation;

import org.jspecify.annotations.NullMarked;

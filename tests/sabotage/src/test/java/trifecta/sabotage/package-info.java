@NullMarked
package trifecta.sabotage;

import org.jspecify.annotations.NullMarked;

@NullMarked
package trifecta.sabotage.planting;

import org.jspecify.annotations.NullMarked;

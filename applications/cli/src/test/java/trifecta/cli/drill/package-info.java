@NullMarked
package trifecta.cli.drill;

import org.jspecify.annotations.NullMarked;

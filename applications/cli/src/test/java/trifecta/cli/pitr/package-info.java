@NullMarked
package trifecta.cli.pitr;

import org.jspecify.annotations.NullMarked;

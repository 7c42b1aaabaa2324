"""Files of the banks in the fixed layouts of 全国銀行協会: read with every problem named, and written."""
